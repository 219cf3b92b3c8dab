const LIVES: u8 = 3;
static TITLE: &str = "Crab Hunt";
