fn first_number(path: &str) -> Result<i32, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let line = text.lines().next().ok_or("the file is empty")?;
    Ok(line.trim().parse()?)
}
