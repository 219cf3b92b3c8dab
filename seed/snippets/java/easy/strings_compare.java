String typed = " Yes ";
if (typed.strip().equalsIgnoreCase("yes")) {
    System.out.println("Let us begin");
}
