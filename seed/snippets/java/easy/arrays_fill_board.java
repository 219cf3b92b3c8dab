char[] board = new char[9];
Arrays.fill(board, '.');
board[4] = 'X';
System.out.println(board);
