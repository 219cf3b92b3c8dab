func alive(url string) bool {
    client := http.Client{Timeout: 3 * time.Second}
    response, err := client.Get(url)
    if err != nil {
        return false
    }
    defer response.Body.Close()
    return response.StatusCode == http.StatusOK
}
