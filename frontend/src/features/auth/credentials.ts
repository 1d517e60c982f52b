export type Credentials = { email: string; password: string }

/** What to mend in each field before it is worth asking the server. */
export function checkCredentials({ email, password }: Credentials): Partial<Credentials> {
  return {
    ...(!/^[^\s@]+@[^\s@]+$/.test(email) && {
      email: 'Write an email address, as name@example.org.',
    }),
    ...(!password && { password: 'Write your password.' }),
  }
}
