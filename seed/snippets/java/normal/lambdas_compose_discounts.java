UnaryOperator<Double> loyal = price -> price * 0.95;
UnaryOperator<Double> voucher = price -> Math.max(0, price - 10);

Function<Double, Double> checkout = loyal.andThen(voucher)
    .andThen(price -> Math.round(price * 100) / 100.0);
System.out.println(checkout.apply(59.90));
