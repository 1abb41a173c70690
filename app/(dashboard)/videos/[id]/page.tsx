import { VideoScreen } from "../../_components/watch/video-screen";

export default async function VideoPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <VideoScreen id={decodeURIComponent(id)} />;
}
