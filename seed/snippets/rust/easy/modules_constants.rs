mod config {
    pub const PORT: u16 = 8080;
    pub const HOST: &str = "0.0.0.0";
}
