AtomicInteger ids = new AtomicInteger(1000);
List<Thread> clerks = new ArrayList<>();
for (int desk = 0; desk < 3; desk++) {
    clerks.add(new Thread(() -> print(ids.incrementAndGet())));
}
clerks.forEach(Thread::start);
for (Thread clerk : clerks) clerk.join();
