fn root(x: f64) -> Result<f64, String> {
    (x >= 0.0).then(|| x.sqrt()).ok_or("negative".into())
}
