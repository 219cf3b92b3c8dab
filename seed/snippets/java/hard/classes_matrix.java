record Matrix(double[][] cells) {
    Matrix times(Matrix other) {
        int rows = cells.length, shared = other.cells.length;
        double[][] product = new double[rows][other.cells[0].length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < product[row].length; column++) {
                for (int k = 0; k < shared; k++) {
                    double factor = other.cells[k][column];
                    product[row][column] += cells[row][k] * factor;
                }
            }
        }
        return new Matrix(product);
    }
}
