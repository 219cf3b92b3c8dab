err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
    if err == nil && filepath.Ext(path) == ".go" {
        fmt.Println(path)
    }
    return err
})
if err != nil {
    log.Print(err)
}
