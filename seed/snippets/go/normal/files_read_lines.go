file, err := os.Open("access.log")
if err != nil {
    log.Fatal(err)
}
defer file.Close()
scanner := bufio.NewScanner(file)
for scanner.Scan() {
    fmt.Println(strings.ToUpper(scanner.Text()))
}
