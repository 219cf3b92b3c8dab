err := os.Remove("draft.txt")
if errors.Is(err, fs.ErrNotExist) {
    err = nil
}
