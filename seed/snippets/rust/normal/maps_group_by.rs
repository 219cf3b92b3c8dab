let mut teams: HashMap<char, Vec<&str>> = HashMap::new();
for name in ["Ana", "Bo", "Abe", "Bea"] {
    if let Some(initial) = name.chars().next() {
        teams.entry(initial).or_default().push(name);
    }
}
