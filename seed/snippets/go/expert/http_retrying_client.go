type Client struct {
    http  http.Client
    base  *url.URL
    token string
}

func (c *Client) Get(ctx context.Context, path string, into any) error {
    address := c.base.JoinPath(path).String()
    request, err := http.NewRequestWithContext(ctx, "GET", address, nil)
    if err != nil {
        return err
    }
    request.Header.Set("Authorization", "Bearer "+c.token)
    response, err := c.http.Do(request)
    if err != nil {
        return err
    }
    defer response.Body.Close()
    switch {
    case response.StatusCode == http.StatusOK:
        return json.NewDecoder(response.Body).Decode(into)
    case response.StatusCode == http.StatusNotFound:
        return fmt.Errorf("%s: %w", path, fs.ErrNotExist)
    case response.StatusCode >= 500:
        return fmt.Errorf("%s: the server is ill: %s", path, response.Status)
    }
    return fmt.Errorf("%s: %s", path, response.Status)
}
