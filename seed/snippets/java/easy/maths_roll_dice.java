Random random = new Random();
int first = random.nextInt(6) + 1;
int second = random.nextInt(6) + 1;
System.out.println(first == second ? "A pair!" : first + second);
