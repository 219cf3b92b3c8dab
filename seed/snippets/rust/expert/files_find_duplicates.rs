fn duplicates(root: &Path) -> io::Result<Vec<Vec<PathBuf>>> {
    let mut by_size: HashMap<u64, Vec<PathBuf>> = HashMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let size = path.metadata()?.len();
                by_size.entry(size).or_default().push(path);
            }
        }
    }
    let mut twins: HashMap<Vec<u8>, Vec<PathBuf>> = HashMap::new();
    for path in by_size.into_values().filter(|g| g.len() > 1).flatten() {
        twins.entry(fs::read(&path)?).or_default().push(path);
    }
    Ok(twins.into_values().filter(|same| same.len() > 1).collect())
}
