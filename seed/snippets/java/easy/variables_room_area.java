double width = 4.2;
double length = 5.5;
double area = width * length;
System.out.printf("%.1f square metres%n", area);
