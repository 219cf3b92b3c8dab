fn non_blank_lines(path: &Path) -> io::Result<usize> {
    let reader = BufReader::new(File::open(path)?);
    let mut count = 0;
    for line in reader.lines() {
        count += usize::from(!line?.trim().is_empty());
    }
    Ok(count)
}
