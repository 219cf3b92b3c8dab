func save(path string, content []byte) error {
    draft := path + ".tmp"
    if err := os.WriteFile(draft, content, 0o600); err != nil {
        return err
    }
    return os.Rename(draft, path)
}
