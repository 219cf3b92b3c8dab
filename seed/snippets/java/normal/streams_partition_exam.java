Map<Boolean, List<String>> results = exams.stream()
    .collect(Collectors.partitioningBy(
        exam -> exam.points() >= 50,
        Collectors.mapping(Exam::student, Collectors.toList())));
System.out.println(results.get(true).size() + " passed");
System.out.println("Try again: " + results.get(false));
