import { redirect } from 'next/navigation';

/** The graph is the home page. */
export default function HomePage(): never {
  redirect('/graph');
}
