file, err := os.Open("notes.txt")
if err != nil {
    log.Fatal(err)
}
defer file.Close()
