sealed interface Result<T> permits Ok, Failed {
    static <T> Result<T> of(Callable<T> task) {
        try {
            return new Ok<>(task.call());
        } catch (Exception problem) {
            return new Failed<>(problem.getMessage());
        }
    }
}

record Ok<T>(T value) implements Result<T> {}

record Failed<T>(String reason) implements Result<T> {}
