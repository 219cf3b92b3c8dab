for (int seconds = 10; seconds > 0; seconds--) {
    System.out.println(seconds + "...");
}
System.out.println("Ignition");
