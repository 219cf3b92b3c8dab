enum Operation implements IntBinaryOperator {
    PLUS { public int applyAsInt(int a, int b) { return a + b; } },
    TIMES { public int applyAsInt(int a, int b) { return a * b; } };
}

int total = Operation.PLUS.applyAsInt(19, 23);
