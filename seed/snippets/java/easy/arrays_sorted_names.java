String[] names = {"Noor", "Ben", "Mia"};
Arrays.sort(names);
System.out.println(String.join(", ", names));
