package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// request makes the request that curl would make with these arguments.
func request(ctx context.Context, args []string) (string, error) {
	method, body := http.MethodGet, ""
	url := args[len(args)-1]
	if args[0] == "-d" {
		method, body = http.MethodPost, args[1]
	}
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return "", err
	}
	if res.StatusCode >= http.StatusBadRequest {
		return "", fmt.Errorf("%s answers %s: %s", url, res.Status, content)
	}
	return string(content), nil
}

// await waits until somebody answers, or the container has ended.
func await(ctx context.Context, url string, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		_, err := request(ctx, []string{url})
		if err == nil {
			return nil
		}
		select {
		case status := <-ended:
			return fmt.Errorf("the container ended at once: %w", status)
		case <-ctx.Done():
			return fmt.Errorf("the container does not answer: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// indent indents what is written to it, line by line.
type indent struct {
	mu   sync.Mutex
	to   io.Writer
	rest []byte
}

func indented(to io.Writer) *indent { return &indent{to: to} }

// Write passes whole lines on.
func (w *indent) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		if _, err := fmt.Fprintf(w.to, "    %s\n", line); err != nil {
			return 0, err
		}
		w.rest = rest
	}
}
