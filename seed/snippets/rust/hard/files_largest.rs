fn largest(folder: &Path) -> io::Result<Option<(u64, PathBuf)>> {
    let mut best = None;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            largest(&path)?
        } else {
            Some((path.metadata()?.len(), path))
        };
        best = best.max(found);
    }
    Ok(best)
}
