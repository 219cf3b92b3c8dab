fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn read_csv(input: impl BufRead) -> io::Result<Vec<BTreeMap<String, String>>> {
    let mut lines = input.lines();
    let Some(header) = lines.next().transpose()? else {
        return Ok(Vec::new());
    };
    let names = cells(&header);
    lines
        .map(|line| Ok(names.iter().cloned().zip(cells(&line?)).collect()))
        .collect()
}
