fn multiply<const N: usize, const M: usize, const P: usize>(
    a: &[[f64; M]; N],
    b: &[[f64; P]; M],
) -> [[f64; P]; N] {
    let mut product = [[0.0; P]; N];
    for i in 0..N {
        for j in 0..P {
            product[i][j] = (0..M).map(|k| a[i][k] * b[k][j]).sum();
        }
    }
    product
}
