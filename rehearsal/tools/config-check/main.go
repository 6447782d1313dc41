// Reads a configuration by the code of the program that it is for, at the version that config/versions.ts runs: `config-check KIND FILE`.
// Prints what is wrong; exit status 1 when something is.
package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"

	"github.com/grafana/alloy/syntax/parser"
	cloudwatch "github.com/prometheus-community/yet-another-cloudwatch-exporter/pkg/config"
	blackbox "github.com/prometheus/blackbox_exporter/config"
	"github.com/prometheus/client_golang/prometheus"
)

// By kind: how the program itself reads the file when it starts.
var readers = map[string]func(file string, logger *slog.Logger) error{
	// The language alone: what its components take is not to be had as a module (docs/charts.md).
	"alloy": func(file string, _ *slog.Logger) error {
		text, err := os.ReadFile(file)
		if err == nil {
			_, err = parser.ParseFile(file, text)
		}
		return err
	},
	"blackbox": func(file string, logger *slog.Logger) error {
		return blackbox.NewSafeConfig(prometheus.NewRegistry()).ReloadConfig(file, logger)
	},
	"cloudwatch": func(file string, logger *slog.Logger) error {
		var read cloudwatch.ScrapeConf
		_, err := read.Load(file, logger)
		return err
	},
}

func main() {
	if len(os.Args) != 3 || readers[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: config-check alloy|blackbox|cloudwatch FILE")
		os.Exit(2)
	}
	// An unknown field is a warning to some, and what it was to say is lost: a CloudWatch exporter asks for everything then.
	var warnings bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&warnings, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := readers[os.Args[1]](os.Args[2], logger); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	if warnings.Len() > 0 {
		fmt.Print(warnings.String())
		os.Exit(1)
	}
}
