fn parse_ratio(text: &str) -> Result<f64, Box<dyn Error>> {
    let (top, bottom) = text.split_once('/').ok_or("no slash")?;
    let top: f64 = top.trim().parse()?;
    let bottom: f64 = bottom.trim().parse()?;
    Ok(top / bottom)
}
