import type { Metadata } from 'next';
import { TraceScreen } from '@/components/shell/trace-screen';

export const metadata: Metadata = { title: 'Trace' };

export default async function TracePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ span?: string | string[] }>;
}) {
  const [{ id }, { span }] = await Promise.all([params, searchParams]);
  return <TraceScreen traceId={id} spanId={typeof span === 'string' ? span : undefined} />;
}
