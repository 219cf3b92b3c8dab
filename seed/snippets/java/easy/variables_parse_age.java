int age = Integer.parseInt("42");
double half = age / 2.0;
boolean adult = age >= 18;
