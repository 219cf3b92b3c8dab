fn shout(input: impl BufRead, mut output: impl Write) -> io::Result<u64> {
    let mut lines = 0;
    for line in input.lines() {
        let line = line?;
        if line.starts_with('#') {
            continue;
        }
        writeln!(output, "{:>4} {}", lines + 1, line.to_uppercase())?;
        lines += 1;
    }
    output.flush()?;
    Ok(lines)
}
