Runnable hello = () -> System.out.println("Hello!");
Supplier<Double> dice = Math::random;
hello.run();
