func largest(root string) (path string, size int64, err error) {
    visit := func(at string, entry fs.DirEntry, err error) error {
        if err != nil || !entry.Type().IsRegular() {
            return err
        }
        info, err := entry.Info()
        if err == nil && info.Size() > size {
            path, size = at, info.Size()
        }
        return err
    }
    err = filepath.WalkDir(root, visit)
    return path, size, err
}
