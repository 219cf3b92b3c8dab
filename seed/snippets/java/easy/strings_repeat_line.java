String title = "Weekly report";
System.out.println(title);
System.out.println("=".repeat(title.length()));
