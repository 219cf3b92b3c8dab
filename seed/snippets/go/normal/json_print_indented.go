settings := map[string]any{"theme": "dark", "sizes": []int{12, 14}}
text, err := json.MarshalIndent(settings, "", "  ")
if err != nil {
    log.Fatal(err)
}
fmt.Println(string(text))
