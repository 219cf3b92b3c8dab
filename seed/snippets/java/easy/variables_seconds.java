int seconds = 7_384;
int hours = seconds / 3600;
int minutes = seconds % 3600 / 60;
System.out.println(hours + " h " + minutes + " min");
