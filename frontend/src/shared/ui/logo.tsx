type LogoProps = { className?: string }

/** A water wheel: a noria lifts water, bucket by bucket, and never loses its turn. */
export function Logo({ className }: LogoProps) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7" fill="var(--ink)" />
      <g fill="none" stroke="var(--on-ink)" strokeWidth="2.2" strokeLinecap="round">
        <circle cx="16" cy="16" r="8.2" />
        <path d="M16 7.8v16.4M8.9 11.9l14.2 8.2M8.9 20.1l14.2-8.2" />
      </g>
    </svg>
  )
}
