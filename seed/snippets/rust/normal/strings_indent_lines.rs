fn indent(text: &str, width: usize) -> String {
    let margin = " ".repeat(width);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out += &format!("{margin}{line}\n");
    }
    out
}
