#!/bin/sh
# Prints one line when this machine lacks what every target needs, nothing when it is fine. Uses the shell's own words only,
# so that it can speak on a machine that has little else.
command -v node >/dev/null 2>&1 || {
    echo "node is missing: install Node.js 20.19 or newer (nodejs.org, or: nvm install)"
    exit 0
}
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null || {
    echo "Node.js 20.19 or newer is needed, found $(node --version 2>/dev/null || echo one that does not start): install a newer one (nodejs.org, or: nvm install)"
    exit 0
}
command -v npm >/dev/null 2>&1 || echo "npm is missing: it comes with Node.js from nodejs.org (Debian: apt-get install npm)"
