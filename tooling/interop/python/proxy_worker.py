"""A real DB-GPT proxy-model worker (upstream's own openai provider).

usage: proxy_worker.py --controller URL --upstream http://127.0.0.1:9000/v1 [--models NAME ...]
       [--api-key KEY] [--backend NAME] [--reasoning]
"""

import worker_process


def main() -> None:
    parser = worker_process.parser()
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--models", nargs="+", default=["proxied"])
    parser.add_argument("--api-key", default="test-key")
    parser.add_argument("--backend", help="the model's name at the upstream; default: the same")
    parser.add_argument("--reasoning", action="store_true")
    args = parser.parse_args()

    if worker_process.is_first_generation():
        from first_generation.processes import proxied, run_worker

        return run_worker(args, [proxied(name, args) for name in args.models])

    deploy = []
    for name in args.models:
        params = {
            "name": name,
            "provider": "proxy/openai",
            "api_base": args.upstream,
            "api_key": args.api_key,
        }
        if args.backend:
            params["backend"] = args.backend
        if args.reasoning:
            params["reasoning_model"] = True
        deploy.append(("llm", params))
    worker_process.run(args, deploy)


if __name__ == "__main__":
    main()
