fn log(line: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open("visits.log")?;
    writeln!(file, "{line}")
}
