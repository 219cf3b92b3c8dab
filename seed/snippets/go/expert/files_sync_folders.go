func mirror(from, to string) error {
    visit := func(path string, d fs.DirEntry, err error) error {
        if err != nil {
            return err
        }
        relative, err := filepath.Rel(from, path)
        if err != nil {
            return err
        }
        target := filepath.Join(to, relative)
        if d.IsDir() {
            return os.MkdirAll(target, 0o755)
        }
        source, err := d.Info()
        if err != nil {
            return err
        }
        old, err := os.Stat(target)
        if err == nil && old.Size() == source.Size() {
            return nil
        }
        return copyFile(path, target)
    }
    return filepath.WalkDir(from, visit)
}
