Optional<String> nickname = user.nickname();
String shown = nickname.orElse(user.name());
System.out.println("Hello, " + shown);
