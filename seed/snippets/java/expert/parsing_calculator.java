record Calculator(Deque<String> tokens) {
    static double evaluate(String text) {
        String spaced = text.replaceAll("([-+*/()])", " $1 ").strip();
        var tokens = new ArrayDeque<>(List.of(spaced.split("\\s+")));
        tokens.add("end");
        return new Calculator(tokens).sum();
    }

    private double sum() {
        double value = product();
        while ("+-".contains(tokens.peek()))
            value += tokens.pop().equals("+") ? product() : -product();
        return value;
    }

    private double product() {
        double value = factor();
        while ("*/".contains(tokens.peek()))
            value *= tokens.pop().equals("*") ? factor() : 1 / factor();
        return value;
    }

    private double factor() {
        String token = tokens.pop();
        if (!token.equals("(")) return Double.parseDouble(token);
        double inner = sum();
        tokens.pop();
        return inner;
    }
}
