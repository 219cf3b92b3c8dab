String name = "Ada";
String greeting = "Good morning, " + name + "!";
System.out.println(greeting.toUpperCase());
