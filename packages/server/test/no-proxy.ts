// The machine that runs the tests may call others through a proxy; these ask nobody but the machine itself.
for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];
