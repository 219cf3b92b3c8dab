Queue<String> jobs = new ArrayDeque<>();
jobs.add("report.pdf");
jobs.add("photo.png");
String next = jobs.poll();
