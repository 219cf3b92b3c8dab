Thread timer = new Thread(() -> ring(bell));
timer.setDaemon(true);
timer.start();
